/**
 * Measures in the page: `cargo xtask bench scrub` starts one part after the other and asks for what came of it, because
 * a driver's command may not last as long as a part does.
 */
import { alternation, beacon, body, crossing, engine, scrubbed } from './ours.js';
import { SIZES, hostile } from './hostile.js';
import { judge, payloads } from './payload.js';
import { pause, race, ratio } from './rounds.js';

/** @typedef {import('./rounds.js').Contestant} Contestant */
/** @typedef {import('./rounds.js').Timing} Timing */

/** @param {number} number */
const short = (number) => +number.toPrecision(4);

/** @param {Timing} timing */
const figures = ({ us, least, low, high, rounds }) => ({
  us: short(us),
  least: short(least),
  low: short(low),
  high: short(high),
  rounds,
  per_second: Math.round(1e6 / us),
});

/** What no single call may take, in milliseconds, if it is as slow for a longer text as a quadratic one is. */
const LONGEST = 10_000;

/** What the readings of one hostile text may take, in milliseconds. */
const PATIENCE = 600;

/** Everybody with each payload. @param {{rounds: number, alternation: string}} options */
const payloadsPart = async ({ rounds, alternation: source }) => {
  // Third-party code, in a bundle of its own; a variable, so that this one does not take it in.
  const file = '/bench/peers.js';
  const { field } = /** @type {typeof import('./peers.js')} */ (await import(file));
  const { peers, absent } = field();
  const { into, back } = await crossing();
  /** @type {Contestant[]} */
  const all = [
    { name: 'hushgate', run: body(await engine('/pkg/scrub.wasm')) },
    { name: 'hushgate, a whole beacon', run: await beacon() },
    { name: 'to wasm', run: into },
    { name: 'to wasm and back', run: back },
  ];
  try {
    all.push({ name: 'one JavaScript alternation', run: alternation(source) });
  } catch (error) {
    absent['one JavaScript alternation'] = `${error}`;
  }
  const ours = all.slice(0, 4);
  all.push(...peers);
  /** @type {Record<string, {us: number, length: number}>} */
  const last = {};
  /** @type {Record<string, any>} */
  const out = {};
  for (const payload of payloads()) {
    const { name, text } = payload;
    /** @type {Record<string, any>} */
    const rows = {};
    /** @type {Contestant[]} */
    const runners = [];
    for (const contestant of all) {
      const before = last[`${contestant.name} ${/clean/.test(name)}`];
      const longest = before ? (before.us * (text.length / before.length) ** 2) / 1000 : 0;
      if (longest > LONGEST && !ours.includes(contestant)) {
        rows[contestant.name] = { skipped: `may take ${(longest / 1000).toFixed(0)} s a call` };
        continue;
      }
      try {
        const output = await contestant.run(text);
        const { missed, ...verdict } = judge(payload, typeof output === 'string' ? output : text);
        rows[contestant.name] = { ...verdict, ...(missed.length && missed.length < 8 && { missed }), same: output === text };
        runners.push(contestant);
      } catch (error) {
        rows[contestant.name] = { failed: `${error}` };
      }
      await pause();
    }
    const times = await race(runners, text, rounds);
    for (const { name: who } of runners) {
      Object.assign(rows[who], figures(times[who]), { times_ours: short(ratio(times[who], times.hushgate)) });
      last[`${who} ${/clean/.test(name)}`] = { us: times[who].least, length: text.length };
    }
    out[name] = { bytes: new TextEncoder().encode(text).length, contestants: rows };
  }
  return { by_payload: out, absent };
};

/** The same scrubber with fewer families. @param {{rounds: number, variants: Record<string, number>}} options */
const detectorsPart = async ({ rounds, variants }) => {
  /** @type {Contestant[]} */
  const all = [];
  for (const name of Object.keys(variants)) {
    const file = name === 'all' ? '/pkg/scrub.wasm' : `/bench/${name}.wasm`;
    all.push({ name, run: body(await engine(file)) });
  }
  // The same file again: what two runs of one thing differ by.
  all.push({ name: 'all, again', run: body(await engine('/pkg/scrub.wasm')) });
  /** @type {Record<string, any>} */
  const out = {};
  for (const { name, text } of payloads().filter(({ text }) => text.length < 100_000)) {
    const times = await race(all, text, rounds * 2);
    out[name] = Object.fromEntries(
      all.map(({ name: who }) => [
        who,
        { families: variants[who] ?? variants.all, ...figures(times[who]), all_to_this: short(ratio(times.all, times[who])) },
      ]),
    );
  }
  return out;
};

/** Texts made to be slow, in four sizes; the least of the readings, as a busy machine only adds. @param {{readings: number}} options */
const hostilePart = async ({ readings }) => {
  const made = await engine('/pkg/scrub.wasm');
  const out = [];
  for (const { name, where, type, make } of hostile()) {
    /** @type {string[]} */
    const texts = [];
    /** @type {number[][]} */
    const times = SIZES.map(() => []);
    /** @type {number[]} */
    const singles = [];
    let answer = 'scrubbed';
    const run = (/** @type {string} */ text) => {
      try {
        scrubbed(made, text, type);
      } catch (error) {
        // A refusal takes its time too.
        answer = `${error}`;
      }
    };
    for (const size of SIZES) {
      const text = make(size);
      const start = performance.now();
      run(text);
      const spent = performance.now() - start;
      texts.push(text);
      singles.push(spent);
      // Four times as long takes sixteen times the time of a quadratic one: that is told, not waited for.
      if (spent * 16 > LONGEST && size < SIZES[3]) break;
      await pause();
    }
    // In turns, and as many bytes of each size: what disturbs disturbs all. The slow have fewer turns.
    const until = performance.now() + PATIENCE;
    for (let reading = 0; reading < readings && (!reading || performance.now() < until); reading++) {
      for (const [i, text] of texts.entries()) {
        const calls = Math.min(SIZES[3] / SIZES[i], Math.ceil(PATIENCE / 4 / Math.max(singles[i], 0.01)));
        const start = performance.now();
        for (let call = 0; call < calls; call++) run(text);
        times[i].push((performance.now() - start) / calls);
        await pause();
      }
    }
    const ns = texts.map((text, i) => short((Math.min(...times[i]) * 1e6) / new TextEncoder().encode(text).length));
    const growth = ns[texts.length - 1] / Math.max(ns[0], 0.01);
    out.push({ name, where, answer, ns_per_byte: ns, growth: short(growth), stopped: texts.length < SIZES.length });
    await pause();
  }
  return out;
};

/** The first call after the start, in a page that has just been loaded. */
const firstPart = async () => {
  const source = await bytesOf('/pkg/scrub.wasm');
  const text = payloads().find(({ name }) => name === '2 KB planted')?.text ?? '';
  const before = performance.now();
  const made = await engine(source);
  const started = performance.now();
  body(made)(text);
  const first = performance.now();
  body(made)(text);
  const second = performance.now();
  return { start_ms: started - before, first_ms: first - started, second_ms: second - first };
};

/** A local address of the file's bytes: without the way over the network. @param {string} file */
const bytesOf = async (file) => URL.createObjectURL(new Blob([await (await fetch(file)).arrayBuffer()]));

const PARTS = { payloads: payloadsPart, detectors: detectorsPart, hostile: hostilePart, first: firstPart };

/** @type {{state: {done: boolean, value?: any, error?: string}, run: (part: keyof typeof PARTS, options: any) => void}} */
const bench = {
  state: { done: true },
  run(part, options) {
    const state = (bench.state = /** @type {typeof bench.state} */ ({ done: false }));
    PARTS[part](options).then(
      (value) => Object.assign(state, { done: true, value }),
      (error) => Object.assign(state, { done: true, error: `${error}\n${error?.stack}` }),
    );
  },
};

Object.assign(globalThis, { bench });

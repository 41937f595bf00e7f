/** Times contestants in turns, so that whatever else the machine does falls on all of them alike. */

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {(text: string) => any} run
 * @property {boolean} [late] answers by a promise
 */

/** @typedef {{us: number, least: number, low: number, high: number, rounds: number, times: number[]}} Timing in microseconds a call */

/** A reading lasts so long, in milliseconds: far above the clock's step, far below what a scheduler gives. */
const READING = 2;
/** What one contestant may take for one payload, in milliseconds. */
const PATIENCE = 2500;

/** @param {number[]} list @param {number} part */
export const quantile = (list, part) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};

/** Lets the page breathe: the driver asks how far it is. */
export const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Milliseconds that so many calls take. @param {Contestant} contestant @param {string} text @param {number} calls */
const reading = async ({ run, late }, text, calls) => {
  const start = performance.now();
  if (late) for (let i = 0; i < calls; i++) await run(text);
  else for (let i = 0; i < calls; i++) run(text);
  return performance.now() - start;
};

/** Warms a contestant up and finds how many calls make a reading. @param {Contestant} contestant @param {string} text */
const calibrate = async (contestant, text) => {
  const warm = performance.now() + 60;
  for (let calls = 1; ; ) {
    const spent = await reading(contestant, text, calls);
    if (spent > READING * 20 || (spent >= READING && performance.now() > warm)) {
      const each = spent / calls;
      return { calls: Math.max(1, Math.round(READING / each)), each };
    }
    if (spent < READING) calls *= 2;
  }
};

/**
 * Times all of them with one text: so many rounds, in each of which all have their turn; fewer for the slow.
 * @param {Contestant[]} contestants
 * @param {string} text
 * @param {number} rounds
 * @returns {Promise<Record<string, Timing>>}
 */
export const race = async (contestants, text, rounds) => {
  const runners = [];
  for (const contestant of contestants) {
    const { calls, each } = await calibrate(contestant, text);
    const most = Math.max(3, Math.min(rounds, Math.floor(PATIENCE / (each * calls))));
    runners.push({ contestant, calls, most, times: /** @type {number[]} */ ([]) });
    await pause();
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < runners.length; turn++) {
      // Nobody always follows the same one.
      const { contestant, calls, most, times } = runners[(turn + round) % runners.length];
      // The slow sit out rounds evenly.
      if (Math.floor((round * most) / rounds) === Math.floor(((round - 1) * most) / rounds) && round) continue;
      const spent = await reading(contestant, text, calls);
      times[round] = (spent / calls) * 1000;
      if (spent > READING * 20) await pause();
    }
    await pause();
  }
  return Object.fromEntries(
    runners.map(({ contestant, times }) => {
      const taken = times.filter((time) => time !== undefined);
      const us = quantile(taken, 0.5);
      return [
        contestant.name,
        {
          us,
          least: quantile(taken, 0),
          low: quantile(taken, 0.25),
          high: quantile(taken, 0.75),
          rounds: taken.length,
          times,
        },
      ];
    }),
  );
};

/** How many times as long the first takes: the median over the rounds that both had. @param {Timing} a @param {Timing} b */
export const ratio = (a, b) => {
  const both = a.times.map((time, round) => time / b.times[round]).filter((part) => part > 0);
  return both.length ? quantile(both, 0.5) : a.us / b.us;
};

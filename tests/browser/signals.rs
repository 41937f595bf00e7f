//! What the page's tags are told: the order and content of Google's, Microsoft's and WordPress' signals.

use crate::support::page::{Page, World};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use xtask::webdriver::Engine;

crate::cases!(
    p10_a_first_visit_is_denied_before_the_first_tag,
    a_choice_is_told_once_and_on_the_next_visit,
    a_withdrawal_is_told,
    gpc_is_told_as_a_denial,
    an_opt_out_region_is_granted_by_update,
    a_page_without_the_wasm_stays_denied,
    a_withdrawal_overtakes_a_grant_that_waits,
    the_address_is_told_without_its_token,
    wordpress_is_told_of_answers_only,
    a_signal_of_the_sites_own,
    a_second_default_is_refused,
    signals_load_nothing,
);

/// A page with the tags' own snippets, which note what they find.
const PAGE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Offer</title>
<script src=/demo/prelude.js></script><script src=/demo.js></script>
<script>demo.events = [];
for (const name of ['ready', 'change', 'error', 'report']) document.addEventListener('hushgate:' + name, ({ type, detail }) => demo.events.push({ type, detail }));
window.warned = [];
const { warn } = console;
console.warn = (...all) => { warned.push(all.join(' ')); warn(...all); };
const query = new URLSearchParams(location.search);
window.hushgateConfig = JSON.parse(query.get('config') ?? '{\"categories\":[\"functional\",\"analytics\",\"marketing\"]}');
if (query.has('before')) {
  window.dataLayer = [];
  (function () { dataLayer.push(arguments); })('consent', 'default', { ad_storage: 'granted' });
}
</script>
<script src=/pkg/hushgate.js></script>
<script src=/pkg/signals.js data-signals='google uet clarity wordpress datalayer'></script>
<script>
window.dataLayer = window.dataLayer || [];
function gtag() { dataLayer.push(arguments); }
gtag('js', new Date());
window.said = () => Array.from(dataLayer, (entry) => entry.event ? entry.event : Array.from(entry))
  .filter((entry) => entry[0] === 'consent' || entry[0] === 'set' || entry[0] === 'js').map((entry) => entry.slice(0, entry[0] === 'js' ? 1 : 3));
window.consents = () => said().filter(([name]) => name === 'consent').map(([, kind, state]) => [kind, state.analytics_storage, state.ad_storage].join(' '));
window.types = [];
document.addEventListener('wp_consent_type_defined', () => types.push(wp_consent_type));
</script></head><body><p>An offer.</p><button data-hushgate=preferences>Cookies</button>
<script>
window.wp = [];
window.wp_set_consent = (name, value) => { wp.push(name + ' ' + value); document.cookie = 'wp_consent_' + name + '=' + value + '; path=/'; };
</script></body></html>";

fn start(engine: Engine, world: World) -> Result<Page> {
    Page::start(engine, World { extra: Some(("/signals.html", PAGE)), ..world })
}

fn open(page: &Page, config: &Value, more: &str) -> Result<()> {
    let text = config.to_string();
    let query = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
    page.open(&format!("/signals.html?config={query}{more}"))
}

fn all_categories() -> Value {
    json!({ "categories": ["functional", "analytics", "marketing"] })
}

/// Waits until the updates are these: `kind analytics ads` each.
fn consents(page: &Page, expected: &[&str]) -> Result<()> {
    let list = json!(expected).to_string();
    page.until(&list, &format!("return JSON.stringify(consents()) === '{list}'"))?;
    // Nothing more comes.
    page.js("return new Promise((done) => setTimeout(done, 400))")?;
    let told = page.js("return consents()")?;
    ensure!(told == json!(expected), "told {told}");
    Ok(())
}

fn words(analytics: &str, ads: &str, functional: &str) -> Value {
    json!({
        "ad_storage": ads, "ad_user_data": ads, "ad_personalization": ads, "analytics_storage": analytics,
        "functionality_storage": functional, "personalization_storage": functional, "security_storage": "granted",
    })
}

fn p10_a_first_visit_is_denied_before_the_first_tag(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &all_categories(), "")?;
    consents(&page, &["default denied denied"])?;
    let said = page.js("return said()")?;
    let mut default = words("denied", "denied", "denied");
    default["wait_for_update"] = json!(500);
    let expected = json!([
        ["consent", "default", default],
        ["set", "ads_data_redaction", true],
        ["set", "url_passthrough", false],
        ["set", { "allow_google_signals": false, "allow_ad_personalization_signals": false }],
        ["js"],
    ]);
    ensure!(said == expected, "the data layer has {said}");
    let arguments = page.js("return Object.prototype.toString.call(dataLayer[0])")?;
    ensure!(arguments == "[object Arguments]", "Google's tags would not take it for a command: {arguments}");
    let uet = page.js("return uetq")?;
    ensure!(uet == json!(["consent", "default", { "ad_storage": "denied" }]), "UET has {uet}");
    let clarity = page.js("return clarity.q.map((call) => [...call])")?;
    let denied = json!([["consentv2", { "ad_Storage": "denied", "analytics_Storage": "denied" }]]);
    ensure!(clarity == denied, "Clarity has {clarity}");
    let event = page.js("return dataLayer.filter((entry) => entry.event)")?;
    ensure!(event[0]["event"] == "hushgate_consent" && event[0]["hushgate"]["asked"] == true, "{event}");
    Ok(())
}

fn a_choice_is_told_once_and_on_the_next_visit(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &all_categories(), "")?;
    page.js("hushgate.set({ analytics: true })")?;
    consents(&page, &["default denied denied", "update granted denied"])?;
    let update = page.js("return said().at(-1)")?;
    ensure!(update == json!(["consent", "update", words("granted", "denied", "denied")]), "told {update}");
    // The same again, and something that Google is not told of.
    page.js("hushgate.set({ analytics: true })")?;
    consents(&page, &["default denied denied", "update granted denied"])?;
    page.js("hushgate.acceptAll()")?;
    consents(&page, &["default denied denied", "update granted denied", "update granted granted"])?;
    let last = page.js("return said().slice(-2)")?;
    ensure!(last[1] == json!(["set", "ads_data_redaction", false]), "after the grant to advertising: {last}");
    let clarity = page.js("return [...clarity.q.at(-1)]")?;
    ensure!(
        clarity == json!(["consentv2", { "ad_Storage": "granted", "analytics_Storage": "granted" }]),
        "{clarity}"
    );
    let uet = page.js("return uetq.slice(-3)")?;
    ensure!(uet == json!(["consent", "update", { "ad_storage": "granted" }]), "UET has {uet}");
    open(&page, &all_categories(), "")?;
    consents(&page, &["default denied denied", "update granted granted"])
}

fn a_withdrawal_is_told(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &all_categories(), "")?;
    page.js("hushgate.acceptAll()")?;
    consents(&page, &["default denied denied", "update granted granted"])?;
    page.js("hushgate.rejectAll()")?;
    consents(&page, &["default denied denied", "update granted granted", "update denied denied"])?;
    let last = page.js("return said().slice(-2)")?;
    ensure!(last[0] == json!(["set", "ads_data_redaction", true]), "before the withdrawal: {last}");
    let uet = page.js("return uetq.at(-1)")?;
    ensure!(uet["ad_storage"] == "denied", "UET was left with {uet}");
    let clarity = page.js("return [...clarity.q].findLast(([name]) => name === 'consentv2')[1]")?;
    ensure!(clarity["analytics_Storage"] == "denied", "Clarity was left with {clarity}");
    // A refusal is told on the next visit too: tags tell it from a default.
    open(&page, &all_categories(), "")?;
    consents(&page, &["default denied denied", "update denied denied"])
}

fn gpc_is_told_as_a_denial(engine: Engine) -> Result<()> {
    let page = start(engine, World { gpc: true, ..World::default() })?;
    let config = json!({ "categories": ["analytics", "marketing"], "regions": { "US": "opt-out" }, "region": "US-CA" });
    open(&page, &config, "")?;
    consents(&page, &["default denied denied", "update denied denied"])
}

fn an_opt_out_region_is_granted_by_update(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    let at = |region: &str| json!({ "categories": ["analytics", "marketing"], "regions": { "US": "opt-out" }, "region": region });
    open(&page, &at("US-CA"), "")?;
    consents(&page, &["default denied denied", "update granted granted"])?;
    let wordpress = page.js("return [types, wp_consent_type, wp]")?;
    ensure!(wordpress == json!([["optout"], "optout", []]), "WordPress has {wordpress}");
    open(&page, &at("DE"), "")?;
    consents(&page, &["default denied denied"])
}

fn a_page_without_the_wasm_stays_denied(engine: Engine) -> Result<()> {
    let missing = vec!["/pkg/gate.wasm".to_owned()];
    let page = start(engine, World { missing, ..World::default() })?;
    open(&page, &json!({ "regime": "opt-out", "categories": ["analytics", "marketing"] }), "")?;
    consents(&page, &["default denied denied"])?;
    let page = start(engine, World { missing: vec!["/pkg/hushgate.js".to_owned()], ..World::default() })?;
    page.visit("/signals.html")?;
    consents(&page, &["default denied denied"])
}

fn a_withdrawal_overtakes_a_grant_that_waits(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &all_categories(), "")?;
    // The grant waits for a scrubber that takes its time.
    page.js("const { scrubber } = hushgate; hushgate.scrubber = () => new Promise((done) => setTimeout(done, 800)).then(scrubber); hushgate.acceptAll()")?;
    page.until("the grant", "return hushgate.get('analytics')")?;
    page.js("hushgate.rejectAll()")?;
    page.until("the withdrawal", "return !hushgate.get('analytics')")?;
    page.js("return new Promise((done) => setTimeout(done, 1200))")?;
    consents(&page, &["default denied denied", "update denied denied"])
}

fn the_address_is_told_without_its_token(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    let token: String = (0..32).map(|i| char::from(b'a' + (i * 7 % 26) as u8)).collect();
    open(&page, &all_categories(), &format!("&access_token={token}"))?;
    page.js("hushgate.set({ analytics: true })")?;
    consents(&page, &["default denied denied", "update granted denied"])?;
    let said = page.js("return said().slice(-2)")?;
    let place = said[0][1]["page_location"].as_str().unwrap_or_default();
    ensure!(place.contains("/signals.html?") && !place.contains(&token), "Google is told {said}");
    ensure!(said[1][1] == "update", "the grant came before the address: {said}");
    // An address with nothing in it is Google's to read.
    open(&page, &all_categories(), "")?;
    consents(&page, &["default denied denied", "update granted denied"])?;
    let said = page.js("return said().filter(([, what]) => what?.page_location || what?.page_referrer)")?;
    let referrer = page.js("return document.referrer")?;
    ensure!(!referrer.to_string().contains(&token) || said[0][1]["page_referrer"].is_string(), "{said}");
    ensure!(!said.to_string().contains(&token) && !said.to_string().contains("page_location"), "{said}");
    Ok(())
}

fn wordpress_is_told_of_answers_only(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &all_categories(), "")?;
    page.js("return new Promise((done) => setTimeout(done, 400))")?;
    let before = page.js("return [wp_consent_type, wp, document.cookie.includes('wp_consent_')]")?;
    ensure!(before == json!(["optin", [], false]), "before an answer: {before}");
    page.js("hushgate.set({ analytics: true })")?;
    page.until("the answer", "return wp.length > 0")?;
    let told = page.js("return wp")?;
    let expected = json!([
        "functional allow",
        "preferences deny",
        "statistics-anonymous allow",
        "statistics allow",
        "marketing deny"
    ]);
    ensure!(told == expected, "told {told}");
    // An answer that holds no more: what the plugin keeps of it must not either.
    let newer = json!({ "categories": ["functional", "analytics", "marketing"], "policyVersion": "2" });
    open(&page, &newer, "")?;
    page.until("the denial", "return wp.includes('statistics deny')")?;
    Ok(())
}

fn a_signal_of_the_sites_own(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &json!({ "categories": ["analytics"], "vendors": { "ga4": {}, "mixpanel": {} } }), "")?;
    page.js("window.heard = []; hushgateSignals({ name: 'own', types: { a: 'ga4', b: 'mixpanel analytics' }, start(s) { heard.push(s) }, update(s) { heard.push(s) } }, 'nonsense')")?;
    page.js("hushgate.set({ analytics: true, mixpanel: false })")?;
    page.until("the choice", "return heard.length > 1")?;
    let heard = page.js("return heard")?;
    ensure!(heard == json!([{ "a": false, "b": false }, { "a": true, "b": false }]), "heard {heard}");
    consents(&page, &["default denied denied", "update granted denied"])?;
    // Google follows its service where the site names it.
    page.js("hushgate.set({ ga4: false, mixpanel: true })")?;
    consents(&page, &["default denied denied", "update granted denied", "update denied denied"])
}

fn a_second_default_is_refused(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &all_categories(), "&before")?;
    consents(&page, &["default  granted", "update denied denied"])?;
    let warned = page.js("return warned.some((text) => text.includes('consent default'))")?;
    ensure!(warned == json!(true), "nobody was told of it");
    Ok(())
}

fn signals_load_nothing(engine: Engine) -> Result<()> {
    let page = start(engine, World::default())?;
    open(&page, &all_categories(), "")?;
    page.js("hushgate.rejectAll()")?;
    consents(&page, &["default denied denied", "update denied denied"])?;
    let elsewhere = page.js("return performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.startsWith(location.origin))")?;
    ensure!(elsewhere == json!([]), "contacted {elsewhere}");
    let loaded = page.js(
        "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('scrub')).length",
    )?;
    ensure!(loaded == json!(0), "a refusal loaded the scrubber");
    page.silent("with all signals")
}

// What the build puts in.
declare const __VENDORS__: string;
declare const __VERSION__: string;
declare const __SCRUB_INTEGRITY__: string;
// What wasm-bindgen makes for the script beside it.
declare module 'hushgate-glue';
declare const __RULES__: string;
declare const __SITE_INTEGRITY__: string;

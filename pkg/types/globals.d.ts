// What the build puts in.
declare const __VENDORS__: string;
declare const __VERSION__: string;
declare const __SCRUB_INTEGRITY__: string;
declare const __RULES__: string;
declare const __EDITION__: string;
declare const __LARGER__: string;
declare const __SITE_INTEGRITY__: string;

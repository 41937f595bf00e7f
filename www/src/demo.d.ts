/** What the page planted for the clients to leak. */
interface Planted {
  userId: string;
  email: string;
  ip: string;
  ip6: string;
  jwt: string;
  shareUrl: string;
  shareToken: string;
  accessToken: string;
  fragmentToken: string;
}

/** One request as a client made it, before Hushgate saw it. */
interface Tried {
  time: number;
  vendor: string;
  transport: "fetch" | "xhr" | "beacon" | "image";
  method: string;
  url: string;
  body: string | Promise<string>;
}

interface Demo {
  collector: string;
  signedIn: boolean;
  planted: Planted;
  events: { type: string; detail: any }[];
  tried: Tried[];
  fetch: typeof fetch;
  mixpanel: { identify(id: string): void; track(event: string): void };
  fire(): void;
}

interface Window {
  demo: Demo;
  hushgateConfig: unknown;
  hushgate: { exportRecord(): Promise<{ records: object[] }>; forget(): Promise<void> };
  minimalAnalytics?: object;
}

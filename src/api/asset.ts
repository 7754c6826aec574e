/** A file of the dashboard. */
export type Asset = {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly etag: string;
};

/** The dashboard as it is served: its files by path, `/` among them, and what the page may load and run. */
export type Page = {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly contentSecurityPolicy: string;
};

/** Brings the dashboard's files about, once they are asked for. */
export type LoadPage = () => Promise<Page>;

/** Errors of one cause, added up over a short time. An empty fingerprint stands for those that were not told apart. Times in ms. */
export interface ErrorCount {
  readonly application: string;
  readonly release: string;
  readonly platform: string;
  readonly fingerprint: string;
  /** Class of the error; empty when nobody said. */
  readonly name: string;
  /** Scrubbed message. */
  readonly title: string;
  /** Function and file that threw; empty when the stack did not say. */
  readonly frame: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** How often a cluster came from one release on one platform. */
export interface ClusterCount {
  readonly release: string;
  readonly platform: string;
  /** Inside the time that was asked for. */
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Errors of one cause in one application, with what each release had of it. */
export interface ErrorCluster {
  readonly application: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly title: string;
  readonly frame: string;
  readonly counts: readonly ClusterCount[];
}

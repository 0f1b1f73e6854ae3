/** The network as one function, so that tests and drills can stand in for it. */
export type Transport = (request: Request) => Promise<Response>;

/**
 * The network as one function, so that tests and drills can stand in for it. Answers come as they are, redirects included
 * (the request says `redirect: 'manual'`). Rejects when there is none.
 */
export type Transport = (request: Request) => Promise<Response>;

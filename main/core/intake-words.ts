/** What a batch looks like, for whoever sent something else. */
export const batchExample =
  'A batch looks like {"events": [{"application": "shop", "release": "2.1.0", "ts": 1790000000000, "kind": "request", "ok": true}]}, with at most 1,000 events; ts is in ms.';

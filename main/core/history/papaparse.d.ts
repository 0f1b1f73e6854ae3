/** The part of papaparse that is used here. Its own types bring those of Node, which this room must do without. */
declare module 'papaparse' {
  interface Parsed {
    readonly data: string[][];
    readonly errors: readonly { readonly message: string; readonly row?: number }[];
  }
  const Papa: {
    parse(text: string, options: { readonly delimiter: string; readonly newline: '\n'; readonly skipEmptyLines: false }): Parsed;
    unparse(rows: readonly (readonly (string | number)[])[], options: { readonly newline: '\n'; readonly header: false }): string;
  };
  export default Papa;
}

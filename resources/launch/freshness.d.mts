/** Whether the built files are missing or older than a source, by the times of the files. */
export function needsBuild(root: string): boolean;

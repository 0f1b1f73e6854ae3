/** A product of the team; its users get it from one or more targets. */
export interface Application {
  readonly id: string;
  readonly name: string;
}

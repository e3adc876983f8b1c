/** Which model runs. */
export interface ModelChoice {
  readonly directory: string;
  readonly isBuiltIn: boolean;
}

export const protocolName = 'tidegate';

const known = /^(home|rollouts|incidents|audit|connections|plans|settings)$/;

/**
 * View path of the first `tidegate://rollout/abc` link among the arguments, or null. Only names of views pass:
 * a link can open a page, never press a button.
 */
export function linkPath(argv: readonly string[]): string | null {
  const link = argv.find((one) => one.startsWith(`${protocolName}://`));
  if (link === undefined || !URL.canParse(link)) return null;
  const url = new URL(link);
  const view = url.hostname === 'rollout' || url.hostname === 'incident' || url.hostname === 'plan' ? `${url.hostname}s` : url.hostname;
  if (!known.test(view)) return null;
  const id = url.pathname.replaceAll('/', '');
  if (view === 'home') return '/';
  return /^[\w.-]{1,200}$/.test(id) ? `/${view}/${id}` : `/${view}`;
}

/** A link to a page outside the console; an address that is none is shown as text. */
export function WebLink({ url, children }: { readonly url: string; readonly children: string }) {
  if (!/^https?:\/\//.test(url)) return <span>{children}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

import { fromMarkdown } from 'mdast-util-from-markdown';
import type { ReactNode } from 'react';
import { Fragment, useMemo } from 'react';
import classes from './markdown.module.css';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root['children'][number];

/** Shows a link of Tidegate's own (`tidegate:audit`) in its place; null leaves its words as text. */
export type OwnLink = (place: string, words: ReactNode) => ReactNode;

interface MarkdownProps {
  readonly text: string;
  readonly ownLink?: OwnLink;
}

/**
 * Markdown that people or files wrote, shown as text: no HTML runs, no picture is fetched, and only addresses of the web become links.
 */
export function Markdown({ text, ownLink }: MarkdownProps) {
  const tree = useMemo(() => fromMarkdown(text), [text]);
  return <div className={classes.markdown}>{children(tree, ownLink)}</div>;
}

function children(node: { readonly children: readonly Node[] }, ownLink: OwnLink | undefined): ReactNode {
  return node.children.map((child, index) => <Fragment key={index}>{shown(child, ownLink)}</Fragment>);
}

/** What a kind of Markdown becomes; kinds that are not listed are shown by their text. */
function shown(node: Node, ownLink: OwnLink | undefined): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p>{children(node, ownLink)}</p>;
    case 'heading':
      return <h3>{children(node, ownLink)}</h3>;
    case 'blockquote':
      return <blockquote>{children(node, ownLink)}</blockquote>;
    case 'list':
      return node.ordered === true ? <ol start={node.start ?? 1}>{children(node, ownLink)}</ol> : <ul>{children(node, ownLink)}</ul>;
    case 'listItem':
      return <li>{children(node, ownLink)}</li>;
    case 'strong':
      return <strong>{children(node, ownLink)}</strong>;
    case 'emphasis':
      return <em>{children(node, ownLink)}</em>;
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'code':
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      );
    case 'thematicBreak':
      return <hr />;
    case 'break':
      return <br />;
    case 'link':
      return linkTo(node.url, children(node, ownLink), ownLink);
    case 'image':
      return `${node.alt ?? 'picture'} (${node.url})`;
    case 'text':
    case 'html':
      return node.value;
    default:
      return 'children' in node ? children(node, ownLink) : null;
  }
}

function linkTo(url: string, words: ReactNode, ownLink: OwnLink | undefined): ReactNode {
  const own = /^tidegate:(\w+)$/.exec(url);
  if (own !== null) return ownLink?.(own[1] ?? '', words) ?? words;
  if (!/^https:\/\//i.test(url)) {
    return (
      <>
        {words} ({url})
      </>
    );
  }
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {words}
    </a>
  );
}

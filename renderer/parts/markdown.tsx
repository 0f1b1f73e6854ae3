import { fromMarkdown } from 'mdast-util-from-markdown';
import type { ReactNode } from 'react';
import { Fragment, useMemo } from 'react';
import { deepestDrawn, tooTangled } from './markdown-bounds.ts';
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
  const tree = useMemo(() => (tooTangled(text) ? null : fromMarkdown(text)), [text]);
  if (tree !== null) return <div className={classes.markdown}>{children(tree, { text, ownLink, depth: 0 })}</div>;
  return (
    <div className={classes.markdown}>
      <p className={classes.typed}>{text}</p>
      <small className={classes.said}>Shown as typed: it is too long or nested too deeply to be formatted.</small>
    </div>
  );
}

interface Place {
  /** The whole text, out of which parts are shown as they were typed. */
  readonly text: string;
  readonly ownLink: OwnLink | undefined;
  readonly depth: number;
}

function children(node: { readonly children: readonly Node[] }, place: Place): ReactNode {
  const inside = { ...place, depth: place.depth + 1 };
  return node.children.map((child, index) => (
    <Fragment key={index}>{place.depth >= deepestDrawn ? typed(child, place.text) : shown(child, inside)}</Fragment>
  ));
}

function typed({ position }: Node, text: string): string {
  return text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
}

/** What a kind of Markdown becomes; kinds that are not listed are shown by their text. */
function shown(node: Node, place: Place): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p>{children(node, place)}</p>;
    case 'heading':
      return <h3>{children(node, place)}</h3>;
    case 'blockquote':
      return <blockquote>{children(node, place)}</blockquote>;
    case 'list':
      return node.ordered === true ? <ol start={node.start ?? 1}>{children(node, place)}</ol> : <ul>{children(node, place)}</ul>;
    case 'listItem':
      return <li>{children(node, place)}</li>;
    case 'strong':
      return <strong>{children(node, place)}</strong>;
    case 'emphasis':
      return <em>{children(node, place)}</em>;
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
      return linkTo(node.url, children(node, place), place.ownLink);
    case 'image':
      return `${node.alt ?? 'picture'} (${node.url})`;
    case 'text':
    case 'html':
      return node.value;
    default:
      return 'children' in node ? children(node, place) : null;
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

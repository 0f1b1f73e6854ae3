import { autocompletion, type Completion, type CompletionContext, type CompletionResult, startCompletion } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { fitsGateKind } from '../../../../main/core/plan/gate-keys.ts';
import { placeAt } from './cursor-place.ts';
import { type Offer, offersAt } from './offers.ts';
import { planGrammar } from './plan-grammar.ts';
import type { ConnectionNames } from './plan-names.ts';

/** Writes an offer without doubling the colon or bracket that stands behind it already, and offers what may follow. */
function write(offer: Offer): (view: EditorView, completion: Completion, from: number, to: number) => void {
  return (view, _completion, from, to) => {
    const rest = view.state.doc.lineAt(to).text.slice(to - view.state.doc.lineAt(to).from);
    const insert = offer.kind === 'key' && rest.startsWith(':') ? offer.label : offer.text.endsWith('[') ? `${offer.text}]` : offer.text;
    const inside = insert.endsWith('[]') ? 1 : 0;
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length - inside },
      userEvent: 'input.complete',
      scrollIntoView: true,
    });
    if (offer.goesOn) startCompletion(view);
  };
}

function completionOf(offer: Offer, order: number): Completion {
  return {
    label: offer.label,
    detail: offer.sort,
    boost: 99 - order,
    apply: write(offer),
    ...(offer.description === '' ? {} : { info: offer.description }),
  };
}

/** Offers keys, allowed words and known names while a plan is typed; `connections` is asked each time. */
export function planCompletion(connections: () => ConnectionNames): Extension {
  function source(context: CompletionContext): CompletionResult | null {
    const text = context.state.doc.toString();
    const place = placeAt(text, context.pos);
    if (place === null || (!context.explicit && place.typed === '' && place.kind === 'key')) return null;
    const offers = offersAt(place, { grammar: planGrammar(), text, connections: connections(), fits: fitsGateKind });
    if (offers.length === 0) return null;
    return { from: context.pos - place.typed.length, options: offers.map(completionOf), validFor: /^[\w.%-]*$/ };
  }
  return autocompletion({ override: [source], icons: false, closeOnBlur: true, maxRenderedOptions: 60 });
}

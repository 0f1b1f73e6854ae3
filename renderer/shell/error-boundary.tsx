import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Component } from 'react';
import { Empty } from '../parts/states.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** Keeps a fault inside one view: the shell, the other views and the engine go on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return (
      <div role="alert">
        <Empty title="This view could not be drawn" action={<Button onClick={() => this.setState({ error: null })}>Draw it again</Button>}>
          The engine is not affected and keeps watching. What went wrong: {this.state.error.message}
        </Empty>
      </div>
    );
  }
}

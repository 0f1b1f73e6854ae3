import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './danger-button.module.css';

interface DangerButtonProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly disabled?: boolean;
  readonly loading?: boolean;
  readonly type?: 'button' | 'submit';
}

/** The red button: only for what takes a release away from users. */
export function DangerButton({ children, onClick, disabled = false, loading = false, type = 'button' }: DangerButtonProps) {
  return (
    <Button className={classes.danger} variant="filled" type={type} disabled={disabled} loading={loading} {...(onClick ? { onClick } : {})}>
      {children}
    </Button>
  );
}

import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const tide: MantineColorsTuple = [
  '#e9f1fd',
  '#d3e2fa',
  '#aac7f5',
  '#8cb4f3',
  '#6ea2f2',
  '#5b8fd9',
  '#3a6dc6',
  '#2a62c4',
  '#2354a8',
  '#1b4489',
];

const system = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Sizes of a dense operations tool: 13 px base, 8 px grid, hairlines, no shadows, one accent. */
export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 6 },
  colors: { tide },
  autoContrast: true,
  fontFamily: system,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '18px' }, h2: { fontSize: '15px' }, h3: { fontSize: '13px' } } },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm', variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: false, fz: 12, events: { hover: true, focus: true, touch: true } } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.55, blur: 0 },
        transitionProps: { duration: 120, transition: 'fade' },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 100 } } },
    Popover: { defaultProps: { transitionProps: { duration: 100 } } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--tg-ground)',
  '--mantine-color-text': 'var(--tg-text)',
  '--mantine-color-dimmed': 'var(--tg-muted)',
  '--mantine-color-default': 'var(--tg-card)',
  '--mantine-color-default-hover': 'var(--tg-raised)',
  '--mantine-color-default-color': 'var(--tg-text)',
  '--mantine-color-default-border': 'var(--tg-line)',
  '--mantine-color-placeholder': 'var(--tg-faint)',
  '--mantine-color-error': 'var(--tg-red)',
  '--mantine-color-anchor': 'var(--tg-accent)',
};

/** Mantine's own surfaces take the colours of `theme.css`. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });

import { MantineProvider, Text } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';

test('design 6 renders a component with real text in a real browser', async () => {
  const place = document.createElement('div');
  document.body.append(place);
  createRoot(place).render(
    <MantineProvider>
      <Text>Share 10 %</Text>
    </MantineProvider>,
  );
  await expect.element(page.getByText('Share 10 %')).toBeVisible();
  expect(new Intl.NumberFormat().resolvedOptions().locale).toBe('en-GB');
});

import { describe, expect, test } from 'vitest';
import { checkValues, fieldErrors, initialValues, toSettings } from '../../../../renderer/views/connections/form.ts';
import type { FormField } from '../../../../renderer/views/connections/form.ts';

const fields: FormField[] = [
  { key: 'url', label: 'Address', kind: 'url', required: true, help: '' },
  { key: 'token', label: 'Token', kind: 'secret', required: true, help: '' },
  { key: 'timeout', label: 'Timeout', kind: 'number', required: false, help: '', default: 30 },
];

describe('connection form', () => {
  test('R6.1 starts with stored values and never with a secret', () => {
    expect(initialValues(fields, { url: 'https://a.example', token: 'leak' })).toEqual({
      url: 'https://a.example',
      token: '',
      timeout: '30',
    });
  });

  test('R6.1 keeps a stored secret when its input stays empty', () => {
    const values = { url: 'https://a.example', token: '', timeout: '' };
    expect(checkValues(fields, values, ['token'])).toEqual({});
    expect(toSettings(fields, values)).toEqual({ url: 'https://a.example' });
    expect(checkValues(fields, values, [])).toEqual({ token: 'Token is needed' });
  });

  test('R6.1 says what is wrong with an address and a number', () => {
    const errors = checkValues(fields, { url: 'example', token: 'x', timeout: 'soon' }, []);
    expect(Object.keys(errors)).toEqual(['url', 'timeout']);
  });

  test('R6.1 sends numbers as numbers and texts trimmed', () => {
    expect(toSettings(fields, { url: ' https://a.example ', token: ' x', timeout: '15' })).toEqual({
      url: 'https://a.example',
      token: ' x',
      timeout: 15,
    });
  });

  test('R6.1 puts refused fields where the form knows them', () => {
    expect(fieldErrors({ 'settings.token': 'expired', name: 'taken' })).toEqual({ token: 'expired', name: 'taken' });
  });
});

// Knows the colours to choose from, and what this program is: its version, its licence, and how somebody can check what they run.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

import { version } from '../../chrome/version';
import { Card, Fact, Facts } from '../../ui/page';
import { t, type TextKey } from '../../ui/texts';
import { chooseTheme, type Theme, theme, THEMES } from '../../ui/theme';

const NAMES: Readonly<Record<Theme, TextKey>> = { system: 'theme_system', light: 'theme_light', dark: 'theme_dark' };

/** Light, dark, or as the computer has it. */
export const Colours = (): JSX.Element => {
  const id = useId();
  const [chosen, setChosen] = useState(theme);
  return (
    <Card title={t('settings_theme')}>
      <div class="field">
        <label for={id}>{t('settings_theme_label')}</label>
        <select
          id={id}
          class="input"
          value={chosen}
          onChange={(event) => {
            const wanted = THEMES.find((one) => one === event.currentTarget.value) ?? 'system';
            setChosen(wanted);
            chooseTheme(wanted);
          }}
          data-testid="settings-theme"
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {t(NAMES[one])}
            </option>
          ))}
        </select>
      </div>
    </Card>
  );
};

/** What this is. */
export const About = (): JSX.Element => (
  <Card title={t('about_title')} testId="about">
    <Facts>
      <Fact name={t('about_version')}>
        <span data-testid="about-version">{version()}</span>
      </Fact>
      <Fact name={t('about_licence')}>{t('about_licence_text')}</Fact>
      <Fact name={t('about_talks')}>{t('about_talks_text')}</Fact>
      <Fact name={t('about_check')}>{t('about_check_text')}</Fact>
    </Facts>
  </Card>
);

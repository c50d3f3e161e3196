// Knows the languages and the colours to choose from, and what this program is: its version, its licence, and how somebody can check what they run.

import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

import { version } from '../../chrome/version';
import { chooseLanguage, chosenLanguage, language, LANGUAGES, nameOf } from '../../ui/language';
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

/** The language of all pages. Each is named in itself: who reads no other finds it. */
export const Languages = (): JSX.Element => {
  const id = useId();
  const choice = useRef<HTMLSelectElement>(null);
  const drawnIn = useRef(language());
  useEffect(() => {
    // The page's heading has another name now, and took the focus as if the page were another.
    if (drawnIn.current !== language()) choice.current?.focus();
    drawnIn.current = language();
  });
  return (
    <Card title={t('settings_language')}>
      <div class="field">
        <label for={id}>{t('settings_language_label')}</label>
        <select
          id={id}
          ref={choice}
          class="input"
          value={chosenLanguage()}
          onChange={(event) => {
            const { value } = event.currentTarget;
            chooseLanguage(LANGUAGES.find((one) => one === value) ?? 'system');
          }}
          data-testid="settings-language"
        >
          <option value="system">{t('language_system')}</option>
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {nameOf(one)}
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
      <Fact name={t('about_others')}>
        <a href="licences.txt" target="_blank" rel="noreferrer" data-testid="about-licences">
          {t('about_others_open')}
        </a>
      </Fact>
      <Fact name={t('about_talks')}>{t('about_talks_text')}</Fact>
      <Fact name={t('about_check')}>{t('about_check_text')}</Fact>
    </Facts>
  </Card>
);

import type { Deps } from '../deps.ts'
import { CONTENT_VERSION } from './version.ts'
import { mainLanguage } from './queries.ts'

/** Ghost's settings of the site: without members, and with nothing that only a Ghost can do. */
export async function readSettings({ store, config }: Deps): Promise<object> {
  const language = (await mainLanguage(store.read)) ?? 'en'
  return {
    ...{
      title: config.siteName,
      description: '',
      logo: null,
      icon: null,
      accent_color: null,
      cover_image: null,
    },
    ...{ facebook: null, twitter: null, lang: language, locale: language, timezone: 'Etc/UTC' },
    ...{ codeinjection_head: null, codeinjection_foot: null },
    ...{ navigation: [{ label: 'Home', url: '/' }], secondary_navigation: [] },
    ...{ meta_title: null, meta_description: null, og_image: null, og_title: null, og_description: null },
    ...{ twitter_image: null, twitter_title: null, twitter_description: null },
    ...{ members_support_address: null, members_enabled: false, members_invite_only: false },
    ...{ paid_members_enabled: false, firstpromoter_account: null, comments_enabled: 'off' },
    ...{ portal_button: false, portal_button_icon: null, portal_button_signup_text: '' },
    ...{ portal_button_style: 'icon-and-text', portal_name: false, portal_plans: [] },
    ...{ portal_signup_terms_html: null, portal_signup_checkbox_required: false },
    ...{ recommendations_enabled: false, url: `${config.siteUrl}/`, version: CONTENT_VERSION.slice(1) },
  }
}

/**
 * Refuses a webhook secret that others can guess.
 *
 * probot falls back to the secret "development" without a word, and then handles any delivery signed
 * with it; so the check has to stand before probot.
 */
export function refuseWeakSecret(secret: string): void {
  const what = weakness(secret)
  if (what === null) return
  throw new Error(
    `the webhook secret is ${what}; make one with "openssl rand -hex 32" and set the same ` +
      'in the settings of the GitHub App',
  )
}

const shortest = 16

function weakness(secret: string): string | null {
  if (secret.trim() === '') return 'empty'
  if (secret === 'development') return 'the default of probot'
  if (secret.length < shortest) return `shorter than ${shortest} characters`
  return null
}

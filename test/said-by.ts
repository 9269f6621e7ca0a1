import { fileURLToPath } from 'node:url'
import { lint, loadRules } from '../src/index.ts'
import type { Tree } from '../src/model.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

/** A patch to be posted; what is left out is filled in. */
export interface Posted {
  readonly subject?: string
  /** Further header lines; a From: here is the poster. */
  readonly head?: readonly string[]
  readonly log?: string
  readonly notes?: string
  readonly diff?: string
}

export interface Said {
  readonly text: string
  readonly evidence: string
  /** Counter of the patch. */
  readonly patch: number | null
  /** The line of the mail's body the comment stands under; null for its subject. */
  readonly under: string | null
}

const DIFF = [
  'diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c',
  '--- a/drivers/lamp/core.c',
  '+++ b/drivers/lamp/core.c',
  '@@ -10,2 +10,3 @@ int lamp_probe(void)',
  ' fail:',
  '+\tlamp_off();',
  ' \treturn err;',
].join('\n')

/** Posts patches (one, or a series threaded under the first) and hears what one rule says. */
export function saidBy(
  rule: string,
): (patches: readonly Posted[], tree?: Tree | null) => Promise<readonly Said[]> {
  const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return async (patches, tree = null) => {
    const { reviews } = await lint(mails(patches), {
      tool: { name: 'lorelint', version: '' },
      set: loaded.set,
      only: [rule],
      tree,
    })
    return reviews
      .flatMap((review) => review.comments)
      .map(({ text, evidence, patch, anchor, message }) => ({
        text,
        evidence: evidence.map(({ said }) => said).join(' | '),
        patch,
        under:
          'mailLine' in anchor && anchor.mailLine !== null
            ? (message.body.split('\n')[anchor.mailLine - 1] ?? '')
            : null,
      }))
  }
}

async function* mails(patches: readonly Posted[]) {
  const many = patches.length
  for (const [i, posted] of patches.entries()) {
    const { subject = 'lamp: turn off on failure', head = [], log = '', notes = '' } = posted
    const tag = many === 1 ? '[PATCH]' : `[PATCH ${i + 1}/${many}]`
    const headers = [
      ...(head.some((line) => line.startsWith('From: '))
        ? []
        : ['From: A Developer <dev@example.org>']),
      `Message-ID: <${i + 1}@example.org>`,
      ...(i === 0 ? [] : ['In-Reply-To: <1@example.org>']),
      `Subject: ${subject.startsWith('[') ? subject : `${tag} ${subject}`}`,
      'Content-Type: text/plain; charset=utf-8',
      ...head,
    ]
    const body = `${log}\n---\n${notes === '' ? '' : `${notes}\n`}\n${posted.diff ?? DIFF}\n`
    const bytes = Buffer.from(`${headers.join('\n')}\n\n${body}`)
    yield await Promise.resolve({
      origin: 'test',
      bytes,
      reload: async () => Promise.resolve(bytes),
    })
  }
}

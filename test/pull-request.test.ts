import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { serve } from '../src/app/serve.ts'
import { lint, loadRules } from '../src/index.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { deliver, pullRequestPayload } from './fake-github/deliver.ts'
import { makeRepository } from './fake-github/repository.ts'
import { startFakeGitHub } from './fake-github/server.ts'
import { appId } from './fake-github/state.ts'

// The seed patch as a pull request, through the real rules and a signed delivery.
const seed = new URL('../../shared/corpus/seed/', import.meta.url)
const present = existsSync(seed)

test('the corpus is there, or this is no CI run', () => {
  const sentence = 'the corpus with the seed patch is not next to the project'
  expect(present || process.env['CI'] === undefined, sentence).toBe(true)
})

if (present) {
  test('the seed patch: one review and one check run, however often it is delivered', async () => {
    const { fake, repository, secret, serving } = await openSeed()
    try {
      const { state } = fake
      try {
        for (const action of ['opened', 'synchronize']) {
          const response = await deliver(serving.url, secret, pullRequestPayload(state, action))
          expect(response.ok).toBe(true)
          await settled(() => state.runs.some((run) => run.status === 'completed'))
        }
      } finally {
        // Drains the queue: the second delivery has had its turn too.
        await serving.close()
      }
      keep(state)

      expect(state.reviews).toHaveLength(1)
      expect(state.runs).toHaveLength(1)
      expect(state.runs[0]?.conclusion).toBe('neutral')
      const comments = state.reviews[0]?.comments ?? []
      const placed = comments.map(({ path, side, line, body }) => ({
        path,
        side,
        text: textAt(repository, path, side, line),
        rule: /Rule ([\w/-]+)/.exec(body)?.[1],
      }))
      expect(placed).toEqual([
        {
          path: 'arch/arm64/kvm/pmu-emul.c',
          side: 'LEFT',
          text: '\tu64 val = __compute_pmceid(pmu, 1);',
          rule: 'process/one-change-per-patch',
        },
        {
          path: 'arch/arm64/kvm/pmu-emul.c',
          side: 'LEFT',
          text: '\tval &= ~(BIT_ULL(ARMV8_PMUV3_PERFCTR_STALL_SLOT - 32) |',
          rule: 'kvm/guest-visible-change-needs-opt-in',
        },
        {
          path: 'arch/arm64/kvm/sys_regs.c',
          side: 'RIGHT',
          text: '\tif (check_pmu_access_disabled(vcpu, 0))',
          rule: 'kvm-arm64/undef-at-el0',
        },
        {
          path: 'arch/arm64/kvm/sys_regs.c',
          side: 'RIGHT',
          text: '\tp->regval = cpu_pmu->reg_pmmir & ARMV8_PMU_SLOTS;',
          rule: 'kvm/guest-visible-change-needs-opt-in',
        },
        {
          path: 'arch/arm64/kvm/sys_regs.c',
          side: 'RIGHT',
          text: '\t{ SYS_DESC(SYS_PMMIR_EL1), access_pmmir },',
          rule: 'kvm/userspace-restores-old-value',
        },
      ])
      // GitHub cannot anchor a trailer: it stands in the review's body.
      expect(state.reviews[0]?.body).toContain('Cc: stable@vger.kernel.org')
      expect(state.reviews[0]?.body).toContain('stable/not-a-bugfix')
    } finally {
      await fake.close()
      repository.remove()
    }
  })
}

/** The tree as base, v1 applied by git am as topic, the App in front of it. */
async function openSeed() {
  const files = ['pmu-emul.c', 'sys_regs.c', 'sys_regs.h'].map((name) => `arch/arm64/kvm/${name}`)
  const before = Object.fromEntries(
    files.map((path) => [path, readFileSync(new URL(`tree/${path}`, seed))]),
  )
  const work = mkdtempSync(join(tmpdir(), 'lorelint-seed-'))
  const git = (...args: string[]): string =>
    execFileSync(
      'git',
      ['-C', work, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args],
      {
        encoding: 'utf8',
      },
    )
  git('init', '--quiet')
  for (const [path, text] of Object.entries(before)) {
    execFileSync('mkdir', ['-p', join(work, 'arch/arm64/kvm')])
    writeFileSync(join(work, path), text)
  }
  git('add', '.')
  git('commit', '--quiet', '--message', 'base')
  git('am', '--quiet', fileURLToPath(new URL('v1.eml', seed)))
  const after = Object.fromEntries(files.map((path) => [path, readFileSync(join(work, path))]))
  const message = git('log', '-1', '--format=%B')
  const author = git('log', '-1', '--format=%an <%ae>').trim()
  rmSync(work, { recursive: true })

  const repository = makeRepository()
  repository.commit({ branch: 'master', message: 'base\n', files: before })
  repository.commit({ branch: 'topic', from: 'master', author, message, files: after })
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString()
  const fake = await startFakeGitHub({ repository, base: 'master', branch: 'topic', privateKey })
  const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
  if ('errors' in loaded) throw new Error('the shipped rules are broken')
  const secret = 'a secret for the tests only'
  const serving = await serve({
    port: 0,
    host: '127.0.0.1',
    appId,
    privateKey,
    webhookSecret: secret,
    baseUrl: fake.url,
    version: '0.0.0',
    log: () => {},
    rules: () => loaded.set,
    lint: async (mails) =>
      lint(mails, { tool: { name: 'lorelint', version: '0.0.0' }, set: loaded.set }),
  })
  return { fake, repository, secret, serving }
}

async function settled(done: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !done(); i++) await wait(100)
}

/** LORELINT_KEEP=FILE writes what was posted, for reading. */
function keep(state: { readonly reviews: unknown; readonly runs: unknown }): void {
  const file = process.env['LORELINT_KEEP']
  if (file === undefined) return
  writeFileSync(file, `${JSON.stringify({ reviews: state.reviews, runs: state.runs }, null, 2)}\n`)
}

function textAt(
  repository: ReturnType<typeof makeRepository>,
  path: string,
  side: string,
  line: number,
): string | undefined {
  const branch = side === 'LEFT' ? 'master' : 'topic'
  return repository.read(branch, path).split('\n')[line - 1]
}

/** A patch that a reviewer answers. */
export const patchMail = [
  'From: Paula Patch <paula@corp.example>',
  'To: linux-hwmon@vger.kernel.org',
  'Cc: Rita Review <rita@kernel.example>',
  'Subject: [PATCH v2] hwmon: (foo) Add a driver',
  'Message-ID: <20260301.1-paula@corp.example>',
  'Date: Sun, 1 Mar 2026 10:00:00 +0000',
  '',
  'The foo chip has a sensor.',
  '',
  'Fixes: 0123456789ab ("hwmon: (foo) Begin")',
  'Reported-by: Tom Tester <tom@lab.example>',
  'Signed-off-by: Paula Patch <paula@corp.example>',
  '---',
  ' drivers/hwmon/foo.c | 12 ++++++++++++',
  ' 1 file changed, 12 insertions(+)',
  '',
  'diff --git a/drivers/hwmon/foo.c b/drivers/hwmon/foo.c',
  '--- a/drivers/hwmon/foo.c',
  '+++ b/drivers/hwmon/foo.c',
  '@@ -10,3 +10,11 @@ static int foo_probe(struct platform_device *pdev)',
  ' \tstruct foo *foo;',
  ' ',
  '+\tfoo = devm_kzalloc(&pdev->dev, sizeof(*foo), GFP_KERNEL);',
  '+\tif (!foo) {',
  '+\t\tdev_err(&pdev->dev, "no memory\\n");',
  '+\t\treturn -ENOMEM;',
  '+\t}',
  '+',
  '+\tfoo_start(foo, pdev->dev.of_node,',
  '+\t\t  FOO_MODE_FAST);',
  ' \treturn 0;',
  '-- ',
  '2.43.0',
].join('\n')

/** A reply to that patch: the quoted lines up to each `under`, and below it what is said. */
export function reply(...said: readonly (readonly [under: string, text: string])[]): string {
  const body = patchMail.slice(patchMail.indexOf('\n\n') + 2, patchMail.indexOf('\n-- \n'))
  const lines = body.split('\n').flatMap((line) => {
    const quote = line === '' ? '>' : `> ${line}`
    const here = said.filter(([under]) => under !== '' && line.includes(under))
    return [quote, ...here.flatMap(([, text]) => ['', ...text.split('\n'), ''])]
  })
  return [
    'From: Rita Review <rita@kernel.example>',
    'To: Paula Patch <paula@corp.example>',
    'Cc: linux-hwmon@vger.kernel.org',
    'List-Id: <linux-hwmon.vger.kernel.org>',
    'Subject: Re: [PATCH v2] hwmon: (foo) Add a driver',
    'Message-ID: <20260302.7-rita@kernel.example>',
    'In-Reply-To: <20260301.1-paula@corp.example>',
    'References: <20260301.1-paula@corp.example>',
    '',
    'On Sun, 1 Mar 2026 10:00:00 +0000, Paula Patch <paula@corp.example> wrote:',
    '',
    ...said.filter(([under]) => under === '').map(([, text]) => text),
    '',
    ...lines,
    '',
  ].join('\n')
}

import { field, listField, textField } from './fields.ts'
import { type Answer, failed } from './answer.ts'
import { type Annotation, appId, type State, type StoredRun } from './state.ts'

export function createRun(state: State, body: unknown): Answer {
  const wrong = complaint(body)
  if (wrong !== null) return failed(422, wrong)
  const empty = {
    id: state.runs.length + 1,
    name: textField(body, 'name'),
    head_sha: textField(body, 'head_sha'),
    external_id: textField(body, 'external_id'),
    annotations: [],
    app: { id: appId },
  }
  const run = { ...empty, ...written(body), annotations: annotationsOf(body) }
  state.runs.push(run)
  return { status: 201, body: shownRun(run) }
}

/** Replaces title and summary; annotations are appended. */
export function updateRun(state: State, id: number, body: unknown): Answer {
  const wrong = complaint(body)
  if (wrong !== null) return failed(422, wrong)
  const index = state.runs.findIndex((run) => run.id === id)
  const run = state.runs[index]
  if (!run) return failed(404, 'Not Found')
  const annotations = [...run.annotations, ...annotationsOf(body)]
  const external_id = textField(body, 'external_id') || run.external_id
  const updated = { ...run, ...written(body), external_id, annotations }
  state.runs[index] = updated
  return { status: 200, body: shownRun(updated) }
}

/** As the API shows a run: with the number of its annotations in place of them. */
export function shownRun({ annotations, title, summary, ...run }: StoredRun) {
  return { ...run, output: { title, summary, annotations_count: annotations.length } }
}

function written(body: unknown) {
  const output = field(body, 'output')
  const conclusion = textField(body, 'conclusion')
  return {
    // GitHub completes a run that is given a conclusion.
    status: conclusion === '' ? textField(body, 'status') : 'completed',
    conclusion: conclusion === '' ? null : conclusion,
    title: textField(output, 'title'),
    summary: textField(output, 'summary'),
  }
}

function complaint(body: unknown): string | null {
  const output = field(body, 'output')
  const summary = textField(output, 'summary')
  if (textField(output, 'title') === '' || summary === '') return 'title and summary are required'
  if (summary.length > 65_535) return 'summary is too long (maximum is 65535 characters)'
  if (listField(output, 'annotations').length > 50) return 'no more than 50 annotations'
  if (textField(body, 'status') === 'completed' && textField(body, 'conclusion') === '') {
    return 'a completed run needs a conclusion'
  }
  return null
}

function annotationsOf(body: unknown): readonly Annotation[] {
  return listField(field(body, 'output'), 'annotations').map((each) => ({
    path: textField(each, 'path'),
    start_line: Number(field(each, 'start_line')),
    annotation_level: textField(each, 'annotation_level'),
    message: textField(each, 'message'),
    title: textField(each, 'title'),
  }))
}

import { type BillLine, line } from './bill.ts';
import { resourcesOf, type Template } from './template.ts';

interface BackupRule {
  ScheduleExpression?: unknown;
  Lifecycle?: { DeleteAfterDays?: unknown };
}

/**
 * A month of rows that lie there. An index is charged like the table, and has `indexShare` of its bytes; copies are of the
 * table alone. Point-in-time recovery is charged by the size of the table, however much has changed.
 */
export function tableLines(template: Template, rowsGb: number, indexShare: number): BillLine[] {
  const recovered = resourcesOf(template, 'AWS::DynamoDB::Table').filter(
    ({ properties }) =>
      (properties.PointInTimeRecoverySpecification as { PointInTimeRecoveryEnabled?: unknown } | undefined)
        ?.PointInTimeRecoveryEnabled === true,
  );
  return [
    line('table: rows kept', rowsGb * (1 + indexShare), 'dynamoGbMonth'),
    line('table: point-in-time recovery', rowsGb * recovered.length, 'dynamoRecoveryGbMonth'),
    line('table: daily backups', rowsGb * copiesKept(template), 'dynamoBackupGbMonth'),
  ];
}

/** Whole copies of the table that lie in vaults at once. Throws RangeError on a rule that is not daily, or deletes nothing. */
export function copiesKept(template: Template): number {
  const rules = resourcesOf(template, 'AWS::Backup::BackupPlan').flatMap(
    ({ properties }) => (properties.BackupPlan as { BackupPlanRule: BackupRule[] }).BackupPlanRule,
  );
  return rules.reduce((copies, { ScheduleExpression: schedule, Lifecycle: lifecycle }) => {
    const days = lifecycle?.DeleteAfterDays;
    if (!/^cron\(\d+ \d+ \* \* \? \*\)$/.test(String(schedule)) || typeof days !== 'number')
      throw new RangeError(
        `expected backups "cron(<minute> <hour> * * ? *)" with DeleteAfterDays, got ${JSON.stringify({ schedule, days })}`,
      );
    return copies + days;
  }, 0);
}

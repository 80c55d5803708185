import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** CloudWatch's grid is 24 columns wide. */
const height = 6;
const width = 8;

/** Lines over time, three to a row. `isSigned`: what it shows may be below 0. */
export const graph = (
  title: string,
  left: cloudwatch.IMetric[],
  annotations: cloudwatch.HorizontalAnnotation[] = [],
  isSigned = false,
): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({
    title,
    left,
    leftAnnotations: annotations,
    leftYAxis: { ...(isSigned ? {} : { min: 0 }), showUnits: false },
    width,
    height,
  });

// Whoever runs the earlier version gives it the ports of today: that is what a deployment in the middle of traffic does.
export * from '../code.ts';

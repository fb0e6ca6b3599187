// The grid of hours: a page loads this script only where there is one.
export {};

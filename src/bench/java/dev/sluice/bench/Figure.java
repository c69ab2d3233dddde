package dev.sluice.bench;

/**
 * One measured figure.
 *
 * @param scenario what was done
 * @param measured the figure with its unit
 * @param bar what it is to reach, with its unit
 * @param passed whether it does
 */
record Figure(String scenario, String measured, String bar, boolean passed) {
    String line() {
        return (passed ? "pass  " : "FAIL  ") + scenario + ": " + measured + " (bar: " + bar + ")";
    }
}

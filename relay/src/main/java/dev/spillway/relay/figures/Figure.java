/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.figures;

/**
 * A number of one moment.
 *
 * @param attribute its name in JMX, such as {@code HeldBytes}
 * @param metric its name in Prometheus, with the unit, without {@code _total}
 * @param counts whether it only grows, from the start of the process on
 * @param help what it means
 */
public record Figure(String attribute, String metric, boolean counts, String help, double value) {
    /** A level, which may rise and fall. */
    public static Figure gauge(String attribute, String metric, String help, long value) {
        return new Figure(attribute, metric, false, help, (double) value);
    }

    /** A share, of which 1 is the whole; its metric ends with {@code _ratio}. */
    public static Figure ratio(String attribute, String metric, String help, double value) {
        return new Figure(attribute, metric, false, help, value);
    }

    /** A count since the start. */
    public static Figure counter(String attribute, String metric, String help, long value) {
        return new Figure(attribute, metric, true, help, (double) value);
    }
}

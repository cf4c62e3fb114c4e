/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line.
 *
 * @param scenarios names, empty for all
 * @param peers names, empty for all
 * @param seconds length of every window
 * @param rounds how often each contender is measured
 * @param clients number of slow clients
 * @param addTo folder of the results of an earlier run that this one adds rounds to; empty for a new folder
 * @param valve attributes of Spillway's valve in addition, empty for its defaults
 * @param equalLimits whether all servlet containers get the limits that Spillway gets in the scenario with slow clients
 */
record BenchOptions(
        List<String> scenarios,
        List<String> peers,
        int seconds,
        int rounds,
        int clients,
        String addTo,
        String valve,
        boolean equalLimits) {

    /** @throws IllegalArgumentException with a text for the user */
    static BenchOptions parse(String[] args) {
        List<String> scenarios = new ArrayList<>();
        List<String> peers = List.of();
        Map<String, Integer> numbers = new HashMap<>(Map.of("--seconds", 8, "--rounds", 3, "--clients", 10_000));
        String addTo = "";
        String valve = "";
        boolean equalLimits = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--equal-limits")) {
                equalLimits = true;
            } else if (args[i].equals("--peers")) {
                peers = List.of(value(args, ++i).split(",", -1));
            } else if (args[i].equals("--add-to")) {
                addTo = value(args, ++i);
            } else if (args[i].equals("--valve")) {
                valve = value(args, ++i);
            } else if (numbers.containsKey(args[i])) {
                String name = args[i];
                numbers.put(name, positive(name, value(args, ++i)));
            } else if (args[i].startsWith("-")) {
                throw new IllegalArgumentException("unknown option " + args[i]);
            } else {
                scenarios.add(args[i]);
            }
        }
        return new BenchOptions(
                scenarios,
                peers,
                numbers.get("--seconds"),
                numbers.get("--rounds"),
                numbers.get("--clients"),
                addTo,
                valve,
                equalLimits);
    }

    /** Checks that all names that were given exist. */
    static void checkNames(String what, List<String> given, Collection<String> known) {
        for (String name : given) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown " + what + " \"" + name + "\"; there are " + String.join(", ", known));
            }
        }
    }

    private static String value(String[] args, int index) {
        if (index == args.length) {
            throw new IllegalArgumentException(args[index - 1] + " needs a value");
        }
        return args[index];
    }

    private static int positive(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "=" + value + " is not a number", e);
        }
        throw new IllegalArgumentException(name + "=" + value + " must be at least 1");
    }
}

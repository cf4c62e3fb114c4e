/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** Every option of the command, in the order in which the help shows them. */
final class Usage {
    private static final int HELP_WIDTH = 110;
    private static final List<Option> ALL = new ArrayList<>();

    static final Option OUTPUT =
            value("o", "output", "FILE", "Write to this file (default: the name that the server gives it).");
    static final Option DIRECTORY = value("d", "dir", "DIR", "Write into this directory.");
    static final Option MIRRORS = value("m", "mirrors", "FILE", "File with further mirrors, one URL a line.");
    static final Option METALINK =
            value("M", "metalink", "FILE", "Metalink 4 document with files, mirrors and checksums.");
    static final Option LIST = value(
            "i", "input-file", "FILE", "List of files: a line each, mirrors behind tabs, out=NAME indented below.");
    static final Option PARALLEL =
            value("j", "parallel", "N", "Files of a list to fetch at the same time (default 5).");
    static final Option CHECKSUM = value(
            "c", "checksum", "TYPE=HEX", "Checksum that the file must have: md5, sha-1, sha-256, sha-384 or sha-512.");
    static final Option LINKS_PER_SERVER =
            value("x", "links-per-server", "N", "Links to one server at most (default 4).");
    static final Option LINKS = value("s", "links", "N", "Links in all at most (default 16).");
    static final Option SERVERS = value(null, "servers", "N", "Servers to begin with (default 4).");
    static final Option FIXED =
            flag(null, "fixed", "Use all links and servers from the start, whether they help or not.");
    static final Option LOWEST_RATE =
            value(null, "lowest-rate", "BYTES", "Drop a link below so many bytes a second; 0 for never (default 1K).");
    static final Option LOWEST_SHARE = value(
            null, "lowest-share", "PART", "Drop a link below this part of the mean of the others (default 0.05).");
    static final Option CONNECT_TIMEOUT =
            value(null, "connect-timeout", "SECONDS", "Bound for opening a connection (default 5).");
    static final Option ANSWER_TIMEOUT =
            value(null, "answer-timeout", "SECONDS", "Bound for the head of an answer (default 15).");
    static final Option STALL_TIMEOUT =
            value(null, "stall-timeout", "SECONDS", "Silence that ends a link (default 6).");
    static final Option TRIES = value(null, "tries", "N", "Failures in a row that a server may have (default 5).");
    static final Option MAX_RETRY_AFTER = value(
            null,
            "max-retry-after",
            "SECONDS",
            "Longest wait that a server may ask for when no other has work (default 120).");
    static final Option MAX_FILESIZE = value(null, "max-filesize", "BYTES", "Refuse larger files.");
    static final Option ALLOW_NO_LENGTH =
            flag(null, "allow-no-length", "Accept a file that ends where the connection ends.");
    static final Option PROXY = value(
            null,
            "proxy",
            "URL",
            "http://HOST:PORT or socks5://HOST:PORT; otherwise http_proxy, https_proxy, all_proxy and no_proxy"
                    + " decide.");
    static final Option CACERT = value(
            null, "cacert", "FILE", "Trust these certificate authorities (PEM) instead of those of the Java runtime.");
    static final Option NETRC_FILE =
            value(null, "netrc-file", "FILE", "Users and passwords by host (default ~/.netrc if it is there).");
    static final Option NO_NETRC = flag(null, "no-netrc", "Do not read ~/.netrc.");
    static final Option HEADER =
            value("H", "header", "LINE", "Send this header field, as \"Name: value\"; may be repeated.");
    static final Option SERVER_STAT = value(
            null, "server-stat", "FILE", "Keep measurements of servers here (default in the user's cache directory).");
    static final Option JSON = flag(null, "json", "Write one JSON object a line to standard output.");
    static final Option QUIET = flag("q", "quiet", "Show errors only.");
    static final Option VERBOSE = flag("v", "verbose", "Tell what happens to servers and links.");
    static final Option HELP = flag("h", "help", "Show this and end.");
    static final Option VERSION = flag("V", "version", "Show the version and end.");

    private Usage() {}

    private static Option value(String letter, String name, String argument, String meaning) {
        return add(Option.builder(letter)
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(meaning)
                .get());
    }

    private static Option flag(String letter, String name, String meaning) {
        return add(Option.builder(letter).longOpt(name).desc(meaning).get());
    }

    private static Option add(Option option) {
        ALL.add(option);
        return option;
    }

    /**
     * Reads a command line; options may stand before, between and behind URLs.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    static CommandLine parse(String... args) {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    // The shell has taken away those that were meant for it.
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options(), args);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Options options() {
        Options options = new Options();
        ALL.forEach(options::addOption);
        return options;
    }

    /** Explains every option and exit code. */
    static void print(Appendable out) {
        try {
            TextHelpAppendable text = new TextHelpAppendable(out);
            text.setMaxWidth(HELP_WIDTH);
            HelpFormatter help = HelpFormatter.builder()
                    .setHelpAppendable(text)
                    .setShowSince(false)
                    .setComparator(Comparator.comparingInt(ALL::indexOf))
                    .get();
            help.printHelp(
                    "spillway-get [OPTIONS] URL [MIRROR ...]",
                    "Fetches one file from several servers at the same time, and goes on where an earlier call ended."
                            + " A URL is one of http, https or ftp.",
                    ALL,
                    "Exit codes:",
                    false);
            for (ExitCode code : ExitCode.values()) {
                out.append(String.format("%4d  %s%n", code.code(), code.meaning()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/**
 * Bars that are drawn anew in place: one for each download and one for each of its links. Keys act on the first download that runs: {@code 1} to {@code 9}
 * end the link in that line, {@code s} followed by such a digit gives the server of that link up, {@code p} pauses and goes on, {@code q} gives up.
 */
final class TerminalView implements View {
    private static final int MOST_LINES = 30;
    private static final long KEY_MILLIS = 200;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private final boolean verbose;

    /** Downloads that run, in the order of their start; guarded by this. */
    private final Map<String, Shown> running = new LinkedHashMap<>();

    private boolean closed;
    private boolean serverKey;

    private static final class Shown {
        private final Commands commands;
        private Progress progress;

        Shown(Commands commands) {
            this.commands = commands;
        }
    }

    TerminalView(Terminal terminal, boolean verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
        this.before = terminal.enterRawMode();
        // Raw mode must leave the interrupt key alone: it ends the command like any other.
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, true);
        terminal.setAttributes(raw);
        this.display = new Display(terminal, false);
        Thread keys = new Thread(this::readKeys, "spillway-keys");
        keys.setDaemon(true);
        keys.start();
    }

    private void readKeys() {
        try {
            while (true) {
                int key = terminal.reader().read(KEY_MILLIS);
                synchronized (this) {
                    if (closed || key == -1) {
                        return;
                    }
                    if (key >= 0) {
                        press((char) key);
                    }
                }
            }
        } catch (IOException e) {
            // The terminal is gone: there are no keys any more.
        }
    }

    private void press(char key) {
        for (Shown shown : running.values()) {
            if (shown.progress != null) {
                press(key, shown);
                return;
            }
        }
    }

    private void press(char key, Shown shown) {
        List<Progress.Link> links = shown.progress.links();
        int index = key - '1';
        if (key == 'p') {
            shown.commands.pause(!shown.progress.paused());
        } else if (key == 'q') {
            shown.commands.cancel();
        } else if (index >= 0 && index < Math.min(9, links.size())) {
            if (serverKey) {
                shown.commands.dropServer(links.get(index).server());
            } else {
                shown.commands.dropLink(links.get(index).id());
            }
        }
        serverKey = key == 's';
    }

    private synchronized void draw() {
        if (closed) {
            return;
        }
        int width = Math.max(terminal.getWidth() - 1, 40);
        display.resize(terminal.getHeight(), terminal.getWidth());
        List<AttributedString> lines = new ArrayList<>();
        for (Map.Entry<String, Shown> entry : running.entrySet()) {
            if (entry.getValue().progress != null) {
                for (String line : Bars.lines(entry.getKey(), entry.getValue().progress, width)) {
                    lines.add(new AttributedString(line));
                }
            }
        }
        int most = Math.max(1, Math.min(MOST_LINES, terminal.getHeight() - 1));
        display.update(lines.subList(0, Math.min(lines.size(), most)), 0);
        terminal.flush();
    }

    private synchronized void print(String line) {
        display.update(List.of(), 0);
        terminal.writer().println(line);
        terminal.flush();
        display.reset();
    }

    private synchronized void end(String name, String line) {
        running.remove(name);
        print(line);
        draw();
    }

    @Override
    public ProgressListener watch(String name, Commands commands) {
        Shown shown = new Shown(commands);
        synchronized (this) {
            running.put(name, shown);
        }
        return new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                shown.progress = progress;
                draw();
            }

            @Override
            public void event(String message) {
                if (verbose) {
                    print(name + ": " + Text.clean(message));
                }
            }

            @Override
            public void finished(Path file, Progress progress) {
                end(name, file + ": " + Units.bytes((double) progress.done()));
            }

            @Override
            public void failed(DownloadException failure) {
                end(name, "spillway-get: " + name + ": " + Text.clean(failure.getMessage()));
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        display.update(List.of(), 0);
        terminal.setAttributes(before);
        terminal.flush();
        try {
            terminal.close();
        } catch (IOException e) {
            // Its settings are restored; there is nothing more to save.
        }
    }
}

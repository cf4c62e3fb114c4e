/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment: {@code 2026-12-24T18:00Z}, the same without a zone for that of this machine, a day, or {@code +2h} from now. Whole seconds. */
final class Moment implements ITypeConverter<Instant> {
    static final String FORMS = "such as 2026-12-24T18:00, 2026-12-24T18:00Z, 2026-12-24, +90m, +2h or +30d";

    private static final Pattern FROM_NOW = Pattern.compile("\\+(\\d{1,9})([smhd])");
    /** Years of more than four digits are mistakes, and need a sign in ISO 8601. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Map<String, ChronoUnit> UNITS =
            Map.of("s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

    private final Clock clock;

    /** By the clock of this machine. */
    Moment() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    Moment(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        try {
            Instant moment = parse(text).truncatedTo(ChronoUnit.SECONDS);
            if (moment.isAfter(LAST)) {
                throw new DateTimeException("after the year 9999");
            }
            return moment;
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("\"" + Text.of(text) + "\" is no time: give one " + FORMS);
        }
    }

    private Instant parse(String text) {
        Matcher fromNow = FROM_NOW.matcher(text);
        if (fromNow.matches()) {
            Duration time = Duration.of(Long.parseLong(fromNow.group(1)), UNITS.get(fromNow.group(2)));
            return clock.instant().plus(time);
        }
        ZoneId here = clock.getZone();
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay(here).toInstant();
        }
        boolean hasZone =
                text.endsWith("Z") || text.substring(text.indexOf('T')).matches(".*[+-].*");
        return hasZone
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(here).toInstant();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadRuleMBean;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The downloads of one rule, added up when somebody asks. */
final class RuleMBean implements DownloadRuleMBean {
    private final DownloadManager manager;
    private final String rule;

    RuleMBean(DownloadManager manager, String rule) {
        this.manager = manager;
        this.rule = rule;
    }

    private Stream<DownloadView> downloads() {
        return manager.downloads(Integer.MAX_VALUE).stream()
                .filter(download -> download.terms().rule().equals(rule));
    }

    @Override
    public String getRule() {
        return rule;
    }

    @Override
    public int getQueueLength() {
        return (int) downloads()
                .filter(download -> download.state() == DownloadState.QUEUED)
                .count();
    }

    @Override
    public int getActiveDownloads() {
        return (int) downloads()
                .filter(download -> download.state() != DownloadState.QUEUED)
                .count();
    }

    @Override
    public long getRate() {
        return downloads().mapToLong(DownloadView::bytesPerSecond).sum();
    }

    @Override
    public long getRateLimit() {
        return manager.limits().ruleBytesPerSecond(rule);
    }

    @Override
    public void setRateLimit(long bytesPerSecond) {
        LimitChange.apply(manager, limits -> {
            Map<String, Long> rules = new HashMap<>(limits.rules());
            rules.put(rule, bytesPerSecond);
            return limits.withRules(rules);
        });
    }
}

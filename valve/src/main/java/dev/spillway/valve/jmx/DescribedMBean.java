/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;
import org.apache.tomcat.util.res.StringManager;

/** An MBean that says what its attributes and operations mean; the texts are in {@code LocalStrings}. */
final class DescribedMBean extends StandardEmitterMBean {
    private static final StringManager sm = StringManager.getManager(DescribedMBean.class);

    private final String kind;

    /** @param kind what the keys of the texts begin with */
    <T> DescribedMBean(T implementation, Class<T> type, NotificationEmitter emitter, String kind) {
        super(implementation, type, emitter);
        this.kind = kind;
        cacheMBeanInfo(null); // made before the kind was known
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return text("description");
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return text(info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return text(info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return text(operation.getName() + "." + sequence);
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return text(operation.getName() + "." + sequence + ".name");
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return info.getReturnType().endsWith("TabularData") ? MBeanOperationInfo.INFO : MBeanOperationInfo.ACTION;
    }

    private String text(String key) {
        return sm.getString(kind + "." + key);
    }
}

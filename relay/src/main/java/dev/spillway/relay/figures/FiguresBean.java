/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.figures;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;

/**
 * Figures in JMX, in the domain of Tomcat and beside the valve they are of: {@code Catalina:type=RelayTerminal,name=TerminalValve}. Trouble with JMX is logged,
 * and stops no node.
 */
public final class FiguresBean implements DynamicMBean, AutoCloseable {
    private static final Logger LOG = System.getLogger(FiguresBean.class.getName());

    private final Figures figures;
    private final String about;
    private ObjectName name;

    private FiguresBean(Figures figures, String about) {
        this.figures = figures;
        this.about = about;
    }

    /**
     * Registers figures.
     *
     * @param valve the name of the valve; null if JMX is off
     * @param type in the place of that of the valve
     * @param about what they are of
     */
    public static FiguresBean register(ObjectName valve, String type, String about, Figures figures) {
        FiguresBean bean = new FiguresBean(figures, about);
        if (valve != null) {
            try {
                String keys = valve.getKeyPropertyListString().replaceFirst("type=Valve", "type=" + type);
                ObjectName wanted = new ObjectName(valve.getDomain() + ":" + keys);
                ManagementFactory.getPlatformMBeanServer().registerMBean(bean, wanted);
                bean.name = wanted;
            } catch (JMException e) {
                LOG.log(Level.WARNING, "no figures in JMX beside " + valve, e);
            }
        }
        return bean;
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        return figures.figures().stream()
                .filter(figure -> figure.attribute().equals(attribute))
                .map(FiguresBean::value)
                .findFirst()
                .orElseThrow(() -> new AttributeNotFoundException(attribute));
    }

    /** Whole numbers as such; collectors tell them from others. */
    private static Object value(Figure figure) {
        return isShare(figure) ? (Object) figure.value() : (Object) Math.round(figure.value());
    }

    private static boolean isShare(Figure figure) {
        return figure.metric().endsWith("_ratio");
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        List<String> wanted = List.of(attributes);
        AttributeList list = new AttributeList();
        figures.figures().stream()
                .filter(figure -> wanted.contains(figure.attribute()))
                .forEach(figure -> list.add(new Attribute(figure.attribute(), value(figure))));
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " can only be read");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String operation, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException(operation);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = figures.figures().stream()
                .map(figure -> new MBeanAttributeInfo(
                        figure.attribute(), isShare(figure) ? "double" : "long", figure.help(), true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(FiguresBean.class.getName(), about, attributes, null, null, null);
    }

    /** Takes them out of JMX. */
    @Override
    public void close() {
        if (name != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            } catch (JMException e) {
                LOG.log(Level.DEBUG, "gone already", e);
            }
            name = null;
        }
    }
}

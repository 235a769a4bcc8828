/** The colors of Mermaid's theme `base`; it derives the rest. Its own dark theme has labels that are too faint. */
export function diagramColors(isDark: boolean): Record<string, string | boolean> {
  return isDark ? dark : light;
}

const font = { fontFamily: "system-ui, sans-serif", fontSize: "14px" };

const light = {
  ...font,
  darkMode: false,
  background: "#ffffff",
  primaryColor: "#eaf1fb",
  primaryTextColor: "#1f2328",
  primaryBorderColor: "#5b7ba8",
  secondaryColor: "#f1f3f5",
  tertiaryColor: "#f7f8f9",
  lineColor: "#4b5563",
  textColor: "#1f2328",
  edgeLabelBackground: "#ffffff",
  clusterBkg: "#f7f8f9",
  clusterBorder: "#8a94a3",
};

const dark = {
  ...font,
  darkMode: true,
  background: "#1a1e25",
  primaryColor: "#25344b",
  primaryTextColor: "#e8ecf2",
  primaryBorderColor: "#7fa3d8",
  secondaryColor: "#262b34",
  tertiaryColor: "#20252d",
  lineColor: "#aab4c3",
  textColor: "#e8ecf2",
  edgeLabelBackground: "#1a1e25",
  clusterBkg: "#20252d",
  clusterBorder: "#7b8798",
};

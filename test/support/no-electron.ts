// Unit tests get this instead of the package, whose entry downloads a runtime when it is imported by plain Node.
export default {};

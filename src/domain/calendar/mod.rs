//! Working days and bank holidays of England and Wales.

import type { Geography } from './sizing.ts';

/** A place where companies have their home, in degrees north and east. */
export type City = { readonly name: string; readonly lat: number; readonly lon: number };

/** Home cities by geography, far enough from the edges of the globe that no truck ever leaves it. */
export const CITIES: Readonly<Record<Geography, readonly City[]>> = {
  US: [
    { name: 'New York', lat: 40.7128, lon: -74.006 },
    { name: 'Chicago', lat: 41.8781, lon: -87.6298 },
    { name: 'Dallas', lat: 32.7767, lon: -96.797 },
    { name: 'Atlanta', lat: 33.749, lon: -84.388 },
    { name: 'Los Angeles', lat: 34.0522, lon: -118.2437 },
    { name: 'Seattle', lat: 47.6062, lon: -122.3321 },
    { name: 'Denver', lat: 39.7392, lon: -104.9903 },
    { name: 'Memphis', lat: 35.1495, lon: -90.049 },
  ],
  EU: [
    { name: 'Berlin', lat: 52.52, lon: 13.405 },
    { name: 'Paris', lat: 48.8566, lon: 2.3522 },
    { name: 'Madrid', lat: 40.4168, lon: -3.7038 },
    { name: 'Rome', lat: 41.9028, lon: 12.4964 },
    { name: 'Warsaw', lat: 52.2297, lon: 21.0122 },
    { name: 'Rotterdam', lat: 51.9244, lon: 4.4777 },
    { name: 'Vienna', lat: 48.2082, lon: 16.3738 },
    { name: 'Stockholm', lat: 59.3293, lon: 18.0686 },
  ],
  SA: [
    { name: 'São Paulo', lat: -23.5505, lon: -46.6333 },
    { name: 'Buenos Aires', lat: -34.6037, lon: -58.3816 },
    { name: 'Santiago', lat: -33.4489, lon: -70.6693 },
    { name: 'Lima', lat: -12.0464, lon: -77.0428 },
    { name: 'Bogotá', lat: 4.711, lon: -74.0721 },
    { name: 'Montevideo', lat: -34.9011, lon: -56.1645 },
  ],
  AUS: [
    { name: 'Sydney', lat: -33.8688, lon: 151.2093 },
    { name: 'Melbourne', lat: -37.8136, lon: 144.9631 },
    { name: 'Brisbane', lat: -27.4698, lon: 153.0251 },
    { name: 'Perth', lat: -31.9523, lon: 115.8613 },
    { name: 'Adelaide', lat: -34.9285, lon: 138.6007 },
    { name: 'Darwin', lat: -12.4634, lon: 130.8456 },
  ],
};

/** An interface leaving its slot: the frame is the instance, the pin is the ENI. Drawn for this project. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className} fill="none">
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M13 6.5H8A1.5 1.5 0 0 0 6.5 8v8A1.5 1.5 0 0 0 8 17.5h5"
        stroke="#fff"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      <path d="M10 12h4.5" stroke="#fff" strokeWidth="1.75" strokeLinecap="round" />
      <circle cx="17" cy="12" r="2.125" fill="#fff" />
    </svg>
  );
}

/** Lets one sleeper be woken early. A ring that nobody hears is kept for the next sleep. */
export class Bell {
  private isRung = false;
  private wake: () => void = () => undefined;

  ring(): void {
    this.isRung = true;
    this.wake();
  }

  async sleep(milliseconds: number): Promise<void> {
    if (!this.isRung) await this.waitFor(milliseconds);
    this.isRung = false;
  }

  private waitFor(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

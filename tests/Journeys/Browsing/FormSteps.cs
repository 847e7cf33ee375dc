using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Journeys.Browsing;

/// <summary>What somebody does on a form, by the words that stand there.</summary>
internal static class FormSteps
{
    extension(IPage page)
    {
        public ILocator Question(string text) => page.GetByRole(AriaRole.Radiogroup, new() { Name = text });

        public Task ChooseAsync(string question, string option) =>
            page.Question(question).GetByRole(AriaRole.Radio, new() { Name = option, Exact = true }).CheckAsync();

        /// <summary>By the list of languages at the top.</summary>
        public async Task SwitchToAsync(string language)
        {
            await page.Locator(".languages summary").ClickAsync();
            await page.Locator(".languages li").GetByText(language, new() { Exact = true }).ClickAsync();
        }

        public Task SendAsync(string button = "Send my answers") => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

        /// <summary>
        /// Until the page came back with errors and has moved the focus to them, which it does when it is drawn. Whoever puts it elsewhere
        /// before, as nobody's hand could, has the browser complain on the console.
        /// </summary>
        public Task WaitForErrorsAsync() => Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();

        /// <summary>The receipt of the thank-you page.</summary>
        public async Task<string> ReceiptAsync() => await page.Locator(".receipt code").InnerTextAsync();
    }
}

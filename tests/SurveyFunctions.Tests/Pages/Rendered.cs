using System.Text;

using RazorSlices;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Tests.Pages;

internal static class Rendered
{
    /// <summary>The page as it is sent. Nothing in it is waited for.</summary>
    public static string Text(this RazorSlice page) =>
        Encoding.UTF8.GetString(PageResult.RenderAsync(page, TestContext.Current.CancellationToken).GetAwaiter().GetResult().ToArray());
}
